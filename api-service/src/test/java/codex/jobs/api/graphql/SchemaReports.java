package codex.jobs.api.graphql;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.execution.SchemaReport;

/// Keeps the report that is made when the service starts.
@Configuration(proxyBeanMethods = false)
class SchemaReports {

    static final AtomicReference<SchemaReport> LATEST = new AtomicReference<>();

    @Bean
    @Order
    GraphQlSourceBuilderCustomizer reporting() {
        return source -> source.inspectSchemaMappings(LATEST::set);
    }
}
