package codex.jobs.worker.runtime;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How much a task may say. What is beyond is counted, dropped, and a line says how much.
///
/// @param message longest message in bytes of UTF-8; a longer one is cut and marked
/// @param linesPerTask most lines of one attempt
/// @param bytesPerTask most bytes of messages of one attempt
/// @param linesPerSecond steady rate of one task; twenty seconds' worth may come at once
/// @param organizationLinesPerSecond the same for all tasks of an organization on this worker
public record LogLimits(
        @DefaultValue("8KB") DataSize message,
        @DefaultValue("100000") int linesPerTask,
        @DefaultValue("64MB") DataSize bytesPerTask,
        @DefaultValue("500") int linesPerSecond,
        @DefaultValue("2000") int organizationLinesPerSecond) {}
