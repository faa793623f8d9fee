package codex.jobs.worker.runtime;

import java.time.Duration;

/// Something that this worker does from time to time beside its tasks. A failure is logged, and it
/// is done again; several workers do it at the same time.
public interface BackgroundDuty {

    /// For logs and thread dumps.
    String name();

    /// The pause between two times.
    Duration period();

    void perform() throws Exception;
}
