package codex.jobs.stores.jobs;

import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonReader;
import org.bson.BsonString;
import org.bson.BsonWriter;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/// A job's spec with its job type beside it, in the field [#TYPE].
final class SpecCodecs implements CodecProvider {

    static final String TYPE = "_type";

    private static final Map<JobType, Class<? extends JobSpec>> SPECS = specs();

    /// Every spec is named after its job type: `ImportEntries` belongs to `IMPORT_ENTRIES`.
    private static Map<JobType, Class<? extends JobSpec>> specs() {
        var specs = new EnumMap<JobType, Class<? extends JobSpec>>(JobType.class);
        addRecords(JobSpec.class, specs);
        return specs;
    }

    private static void addRecords(Class<?> sealed, Map<JobType, Class<? extends JobSpec>> specs) {
        for (var spec : sealed.getPermittedSubclasses()) {
            if (spec.isRecord()) {
                var name = spec.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
                specs.put(
                        JobType.valueOf(name.toUpperCase(Locale.ROOT)),
                        spec.asSubclass(JobSpec.class));
            } else {
                addRecords(spec, specs);
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the class was compared
    public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
        return type == JobSpec.class ? (Codec<T>) new SpecCodec(registry) : null;
    }

    private record SpecCodec(CodecRegistry registry, BsonDocumentCodec documents)
            implements Codec<JobSpec> {

        SpecCodec(CodecRegistry registry) {
            this(registry, new BsonDocumentCodec());
        }

        @Override
        public void encode(BsonWriter writer, JobSpec spec, EncoderContext context) {
            var document = new BsonDocument(TYPE, new BsonString(spec.type().name()));
            encode(document, spec, spec.getClass(), context);
            documents.encode(writer, document, context);
        }

        private <S extends JobSpec> void encode(
                BsonDocument document, JobSpec spec, Class<S> type, EncoderContext context) {
            registry.get(type).encode(new BsonDocumentWriter(document), type.cast(spec), context);
        }

        @Override
        public JobSpec decode(BsonReader reader, DecoderContext context) {
            var document = documents.decode(reader, context);
            var type = JobType.valueOf(document.getString(TYPE).getValue());
            var spec = SPECS.get(type);
            if (spec == null) {
                throw new IllegalStateException("No spec is known for jobs of type " + type);
            }
            document.remove(TYPE);
            return registry.get(spec).decode(new BsonDocumentReader(document), context);
        }

        @Override
        public Class<JobSpec> getEncoderClass() {
            return JobSpec.class;
        }
    }
}
