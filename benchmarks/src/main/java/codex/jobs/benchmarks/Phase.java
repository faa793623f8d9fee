package codex.jobs.benchmarks;

import java.util.List;

/// One job over all the entries of a tenant, compared with what the drivers alone make of them.
@FunctionalInterface
interface Phase {

    /// What it does stays: the next phase works on what this one leaves.
    ///
    /// @throws Exception if a figure would not mean what it says
    List<Figure> measure(FilledTenant tenant) throws Exception;
}
