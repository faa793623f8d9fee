package codex.jobs.api.graphql;

import codex.jobs.api.ApiProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/// Limits on what comes over the wire.
@Configuration(proxyBeanMethods = false)
class TransportWiring {

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(ApiProperties properties) {
        var most = properties.requests().maxBody().toBytes();
        var registration = new FilterRegistrationBean<>(new BodyLimit(most));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 200);
        return registration;
    }

    @Bean
    ServletServerContainerFactoryBean webSocketLimits(ApiProperties properties) {
        var container = new ServletServerContainerFactoryBean();
        container.setMaxTextMessageBufferSize((int) properties.requests().maxBody().toBytes());
        container.setMaxBinaryMessageBufferSize(1024);
        return container;
    }
}
