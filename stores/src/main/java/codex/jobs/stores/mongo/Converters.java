package codex.jobs.stores.mongo;

import codex.jobs.model.job.JobId;
import codex.jobs.model.job.JobSpec;
import codex.jobs.model.job.JobType;
import codex.jobs.model.job.SessionId;
import codex.jobs.model.job.TaskId;
import codex.jobs.model.log.LogId;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.data.convert.ConfigurableTypeInformationMapper;
import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;

/// How the model becomes BSON: value types as their text, a job's spec with its job type beside it,
/// everything else field by field.
public final class Converters {

    /// The field of a stored spec that tells its job type.
    public static final String SPEC_TYPE = "_type";

    private Converters() {}

    public static MongoCustomConversions conversions() {
        return MongoCustomConversions.create(adapter ->
                adapter.registerConverters(
                        List.of(
                                new TextConverter<>(EnvironmentAlias.class, EnvironmentAlias::new),
                                new TextConverter<>(EnvironmentId.class, EnvironmentId::new),
                                new TextConverter<>(JobId.class, JobId::new),
                                new TextConverter<>(LogId.class, LogId::new),
                                new TextConverter<>(OrganizationId.class, OrganizationId::new),
                                new TextConverter<>(SessionId.class, SessionId::new),
                                new TextConverter<>(TaskId.class, TaskId::new))));
    }

    public static MappingMongoConverter converter(
            MongoMappingContext context, MongoCustomConversions conversions) {
        var converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, context);
        converter.setCustomConversions(conversions);
        converter.setTypeMapper(
                new DefaultMongoTypeMapper(
                        SPEC_TYPE, List.of(new ConfigurableTypeInformationMapper(specTypes()))));
        // A checkpoint's keys are the handlers' own and may hold dots.
        converter.preserveMapKeys(true);
        return converter;
    }

    /// Every spec is named after its job type: `ImportEntries` is stored as `IMPORT_ENTRIES`.
    private static Map<Class<?>, String> specTypes() {
        var types = new HashMap<Class<?>, String>();
        for (var spec : JobSpec.class.getPermittedSubclasses()) {
            var name = spec.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
            types.put(spec, JobType.valueOf(name.toUpperCase(Locale.ROOT)).name());
        }
        return types;
    }
}
