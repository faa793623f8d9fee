package codex.jobs.stores.blobs;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Writes an object of unknown length with one part in memory. The object appears when this is
/// closed, never before. A failed write drops everything; whoever fails to produce the content
/// calls [#abort] before closing. For one thread.
public final class BlobOutput extends OutputStream {

    /// With S3's limit of 10,000 parts an object can have 78 GiB.
    private static final int PART_SIZE = 8 << 20;

    private static final int FIRST_BUFFER = 64 << 10;

    private final BlobStore blobs;
    private final MultipartUploads multipart;
    private final BlobKey key;
    private final @Nullable String contentType;
    private final List<PartTag> parts = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int buffered;
    private @Nullable String upload;
    private boolean over;

    BlobOutput(
            BlobStore blobs,
            MultipartUploads multipart,
            BlobKey key,
            @Nullable String contentType) {
        this.blobs = blobs;
        this.multipart = multipart;
        this.key = key;
        this.contentType = contentType;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (over) {
            throw new IOException("The object is finished");
        }
        int from = offset;
        int left = length;
        while (left > 0) {
            if (buffered == PART_SIZE) {
                sendPart();
            }
            int taken = Math.min(left, room(left));
            System.arraycopy(bytes, from, buffer, buffered, taken);
            buffered += taken;
            from += taken;
            left -= taken;
        }
    }

    /// Small objects stay small in memory: the buffer grows up to one part.
    private int room(int wanted) {
        if (buffered + wanted > buffer.length && buffer.length < PART_SIZE) {
            var larger = Math.clamp(2L * (buffered + (long) wanted), FIRST_BUFFER, PART_SIZE);
            buffer = Arrays.copyOf(buffer, larger);
        }
        return buffer.length - buffered;
    }

    private void sendPart() throws IOException {
        orAborted(() -> {
            if (upload == null) {
                upload = multipart.initiate(key, contentType);
            }
            var number = parts.size() + 1;
            parts.add(multipart.send(key, upload, number, buffer, buffered));
            buffered = 0;
        });
    }

    /// Finishes the object: from now on it can be seen.
    @Override
    public void close() throws IOException {
        if (over) {
            return;
        }
        if (upload == null) {
            orAborted(() -> blobs.put(key, Arrays.copyOf(buffer, buffered), contentType));
        } else {
            if (buffered > 0) {
                sendPart();
            }
            orAborted(() -> multipart.join(key, Objects.requireNonNull(upload), parts));
        }
        over = true;
        buffer = new byte[0];
    }

    /// Drops everything that was written; closing has no effect any more.
    public void abort() {
        over = true;
        buffer = new byte[0];
        if (upload != null) {
            multipart.abort(key, upload);
        }
    }

    private void orAborted(Runnable action) throws IOException {
        try {
            action.run();
        } catch (SdkException e) {
            try {
                abort();
            } catch (SdkException notAborted) {
                e.addSuppressed(notAborted);
            }
            throw new IOException("The object could not be written", e);
        }
    }
}
