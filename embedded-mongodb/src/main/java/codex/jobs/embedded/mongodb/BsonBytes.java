package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/// Documents as BSON.
final class BsonBytes {

    private BsonBytes() {}

    static byte[] of(Document document) {
        ByteBuf buffer = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, buffer);
        if (buffer.writerIndex() > BsonConstants.MAX_BSON_OBJECT_SIZE) {
            throw new MongoServerError(
                    10334,
                    "BSONObjectTooLarge",
                    "The document has " + buffer.writerIndex() + " bytes; 16 MiB is the limit");
        }
        return Arrays.copyOf(buffer.array(), buffer.writerIndex());
    }

    static Document document(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }
}
