package codex.jobs.api.security;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Which addresses need a credential: everything under `/v2/`.
@Configuration(proxyBeanMethods = false)
class SecurityFilters {

    @Bean
    FilterRegistrationBean<ApiKeyFilter> apiKeyFilter(CurrentTenant tenant, RequestRate rate) {
        var registration = new FilterRegistrationBean<>(new ApiKeyFilter(tenant, rate));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }
}
