package codex.jobs.worker.handlers;

import codex.jobs.worker.runtime.TaskHandlers;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The list of parts: which handler does which task type, one line each. A worker offers the types
/// that are both configured and listed here.
@Configuration(proxyBeanMethods = false)
public class Handlers {

    @Bean
    TaskHandlers taskHandlers() {
        return new TaskHandlers(Map.of());
    }
}
