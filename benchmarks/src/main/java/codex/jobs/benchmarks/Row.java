package codex.jobs.benchmarks;

import java.util.List;

/// One row of `docs/benchmarks.md`: a question and how it is answered.
@FunctionalInterface
interface Row {

    /// Measures, and proves on the way that what it measured was done right.
    ///
    /// @throws PartlyMeasured if only what it carries means what it says
    /// @throws Exception if a figure would not mean what it says; nothing is reported then
    List<Figure> measure(Laboratory laboratory) throws Exception;
}
