package codex.jobs.api.graphql;

import graphql.execution.preparsed.PreparsedDocumentProvider;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/// How the engine is put together.
@Configuration(proxyBeanMethods = false)
class GraphQlWiring {

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> Scalars.ALL.forEach(wiring::scalar);
    }

    @Bean
    GraphQlSourceBuilderCustomizer keptDocumentsCustomizer(PreparsedDocumentProvider documents) {
        return source ->
                source.configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents));
    }

    /// Without an executor, so that controllers run on the request's own virtual thread.
    @Bean
    AnnotatedControllerConfigurer annotatedControllerConfigurer() {
        var controllers = new AnnotatedControllerConfigurer();
        controllers.configureBinder(options ->
                options.conversionService(ApplicationConversionService.getSharedInstance()));
        return controllers;
    }
}
