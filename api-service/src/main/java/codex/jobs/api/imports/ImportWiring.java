package codex.jobs.api.imports;

import codex.jobs.stores.tenants.ContentReferences;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The one thing that only imports need of the stores.
@Configuration(proxyBeanMethods = false)
@Import(ContentReferences.class)
class ImportWiring {}
