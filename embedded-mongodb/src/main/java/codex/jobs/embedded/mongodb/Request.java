package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command as a client sends it: `OP_MSG`, or the older `OP_QUERY` with which drivers say hello.
///
/// @param legacy whether it came as `OP_QUERY` and wants an `OP_REPLY`
/// @param wantsReply false for writes without acknowledgement
/// @see <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">the
///   protocol</a>
record Request(int id, boolean legacy, boolean wantsReply, String database, Document command) {

    private static final int MOST_BYTES = 48_000_000;
    private static final int HEADER = 16;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 1 << 1;
    private static final int CHECKSUM = 4;
    private static final int SECTION_BODY = 0;
    private static final int SECTION_SEQUENCE = 1;

    /// The next request; null at the end of the stream.
    static @Nullable Request readFrom(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        byte[] rest = new byte[HEADER - 1];
        in.readFully(rest);
        ByteBuf header = Unpooled.wrappedBuffer(new byte[] {(byte) first}, rest);
        int length = header.readIntLE();
        int id = header.readIntLE();
        header.readIntLE();
        int operation = header.readIntLE();
        if (length < HEADER || length > MOST_BYTES) {
            throw new ProtocolException("A message of " + length + " bytes");
        }
        byte[] body = new byte[length - HEADER];
        in.readFully(body);
        ByteBuf content = Unpooled.wrappedBuffer(body);
        return switch (operation) {
            case OP_MSG -> message(id, content);
            case OP_QUERY -> query(id, content);
            default -> throw new ProtocolException("Operation " + operation + " is not supported");
        };
    }

    String name() {
        return command.keySet().iterator().next();
    }

    private static Request message(int id, ByteBuf in) throws ProtocolException {
        int flags = in.readIntLE();
        int trailer = (flags & CHECKSUM_PRESENT) != 0 ? CHECKSUM : 0;
        Document command = new Document();
        while (in.readableBytes() > trailer) {
            byte kind = in.readByte();
            switch (kind) {
                case SECTION_BODY -> command.putAll(BsonDecoder.decodeBson(in));
                case SECTION_SEQUENCE -> sequence(in, command);
                default ->
                        throw new ProtocolException("Section kind " + kind + " is not supported");
            }
        }
        boolean wantsReply = (flags & MORE_TO_COME) == 0;
        return new Request(id, false, wantsReply, String.valueOf(command.get("$db")), command);
    }

    private static void sequence(ByteBuf in, Document command) {
        int end = in.readerIndex() + in.readIntLE();
        String name = BsonDecoder.decodeCString(in);
        List<Document> documents = new ArrayList<>();
        while (in.readerIndex() < end) {
            documents.add(BsonDecoder.decodeBson(in));
        }
        command.put(name, documents);
    }

    private static Request query(int id, ByteBuf in) throws ProtocolException {
        in.readIntLE();
        String namespace = BsonDecoder.decodeCString(in);
        if (!namespace.endsWith(".$cmd")) {
            throw new ProtocolException("OP_QUERY is supported for commands only");
        }
        in.skipBytes(2 * Integer.BYTES);
        Document query = BsonDecoder.decodeBson(in);
        Document command = query.get("$query") instanceof Document wrapped ? wrapped : query;
        return new Request(id, true, true, namespace.substring(0, namespace.indexOf('.')), command);
    }
}
