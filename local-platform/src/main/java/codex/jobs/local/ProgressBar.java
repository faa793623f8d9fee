package codex.jobs.local;

/// How far something is, as a line of text.
final class ProgressBar {

    private static final int WIDTH = 20;

    private ProgressBar() {}

    /// The bar, its label before it.
    ///
    /// @param percent from 0 to 100
    static String of(String what, double percent) {
        var done = (int) (Math.clamp(percent, 0, 100) * WIDTH / 100);
        return what
                + " ["
                + "#".repeat(done)
                + ".".repeat(WIDTH - done)
                + "] "
                + (int) Math.clamp(percent, 0, 100)
                + " %";
    }
}
