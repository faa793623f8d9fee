package codex.jobs.stores.blobs;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/// An object being read. Closed before its end it gives up the connection, where the SDK would read
/// all the rest to keep it.
final class AbortingInput extends FilterInputStream {

    private final ResponseInputStream<?> response;
    private boolean ended;

    AbortingInput(ResponseInputStream<?> response) {
        super(response);
        this.response = response;
    }

    @Override
    public int read() throws IOException {
        try {
            var one = super.read();
            ended |= one < 0;
            return one;
        } catch (IOException e) {
            throw new BlobReadFailed(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            var count = super.read(target, offset, length);
            ended |= count < 0;
            return count;
        } catch (IOException e) {
            throw new BlobReadFailed(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            response.abort();
        }
        super.close();
    }
}
