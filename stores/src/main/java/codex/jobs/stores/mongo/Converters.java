package codex.jobs.stores.mongo;

import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;

/// How Spring makes BSON of the model: value types as their text, everything else field by field,
/// without a word about classes. What is read and written all the time goes by [Records].
public final class Converters {

    private Converters() {}

    public static MongoCustomConversions conversions() {
        return MongoCustomConversions.create(adapter ->
                adapter.registerConverters(
                        TextValue.ALL.stream().map(TextConverter::new).toList()));
    }

    public static MappingMongoConverter converter(
            MongoMappingContext context, MongoCustomConversions conversions) {
        var converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, context);
        converter.setCustomConversions(conversions);
        converter.setTypeMapper(new DefaultMongoTypeMapper(null));
        // A position's keys are the handlers' own and may hold dots.
        converter.preserveMapKeys(true);
        return converter;
    }
}
