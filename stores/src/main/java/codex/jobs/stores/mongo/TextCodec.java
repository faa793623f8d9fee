package codex.jobs.stores.mongo;

import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/// A value type ↔ its text, for the driver.
record TextCodec<T>(TextValue<T> value) implements Codec<T> {

    @Override
    public void encode(BsonWriter writer, T written, EncoderContext context) {
        writer.writeString(written.toString());
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        return value.parse().apply(reader.readString());
    }

    @Override
    public Class<T> getEncoderClass() {
        return value.type();
    }
}
