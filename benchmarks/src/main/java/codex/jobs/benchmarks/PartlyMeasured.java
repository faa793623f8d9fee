package codex.jobs.benchmarks;

import java.io.Serial;
import java.util.List;

/// A row that broke off in the middle, with what it had found by then.
final class PartlyMeasured extends Exception {

    @Serial private static final long serialVersionUID = 1;

    private final transient List<Figure> figures;

    PartlyMeasured(List<Figure> figures, Exception cause) {
        super(cause);
        this.figures = List.copyOf(figures);
    }

    List<Figure> figures() {
        return figures;
    }
}
