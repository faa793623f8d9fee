package codex.jobs.worker.handlers.items;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReadAheadTest {

    private static final int CHUNK = 500;

    /// Breaks off when it is read.
    private static final class Broken extends InputStream {

        private final AtomicReference<Thread> reader = new AtomicReference<>();

        @Override
        public int read() throws IOException {
            reader.set(Thread.currentThread());
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            return read();
        }

        /// Whether whoever read this has nothing more to do, for now or for ever.
        boolean isLeft() {
            var thread = reader.get();
            return thread != null
                    && EnumSet.of(Thread.State.WAITING, Thread.State.TERMINATED)
                            .contains(thread.getState());
        }
    }

    private static ReadAhead ahead(InputStream in) {
        var file = new ItemFile(in, FilePlace.START, 0, null);
        return new ReadAhead(file, new ItemParser(1_000));
    }

    private static InputStream items(int count) {
        return new ByteArrayInputStream("{}\n".repeat(count).getBytes(US_ASCII));
    }

    @Test
    void aFailureComesBehindTheChunkBeforeIt() throws Exception {
        var end = new Broken();
        try (var ahead = ahead(new SequenceInputStream(items(CHUNK + 1), end))) {
            await().until(end::isLeft);

            var chunk = ahead.next();

            assertThat(chunk.items()).hasSize(CHUNK);
            assertThat(chunk.isLast()).isFalse();
            assertThatThrownBy(ahead::next)
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
        }
    }
}
