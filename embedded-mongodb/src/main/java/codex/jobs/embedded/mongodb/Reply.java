package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;

/// Writes the answers of one connection. Not thread-safe.
final class Reply {

    private static final int OP_REPLY = 1;
    private static final int OP_MSG = 2013;
    private static final int AWAIT_CAPABLE = 8;
    private static final int KEPT_BYTES = 1 << 20;

    private ByteBuf buffer = Unpooled.buffer(4_096);
    private int lastId;

    void write(Request request, Document answer, OutputStream out) throws IOException {
        buffer.clear();
        buffer.writeIntLE(0).writeIntLE(++lastId).writeIntLE(request.id());
        if (request.legacy()) {
            buffer.writeIntLE(OP_REPLY)
                    .writeIntLE(AWAIT_CAPABLE)
                    .writeLongLE(0)
                    .writeIntLE(0)
                    .writeIntLE(1);
        } else {
            buffer.writeIntLE(OP_MSG).writeIntLE(0).writeByte(0);
        }
        BsonEncoder.encodeDocument(answer, buffer);
        buffer.setIntLE(0, buffer.writerIndex());
        out.write(buffer.array(), 0, buffer.writerIndex());
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = Unpooled.buffer(4_096);
        }
    }
}
