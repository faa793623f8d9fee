package codex.jobs.worker.handlers.entries;

/// A text that a regular expression may look at only so often: one that backtracks without end must
/// not hold up an import.
final class BoundedText implements CharSequence {

    private static final int LOOKS_PER_CHARACTER = 1_000;
    private static final int LEAST_LOOKS = 1_000_000;

    private final String text;
    private long looks;

    BoundedText(String text) {
        this.text = text;
        this.looks = Math.max(LEAST_LOOKS, (long) LOOKS_PER_CHARACTER * text.length());
    }

    @Override
    public char charAt(int index) {
        if (--looks < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /// The text was looked at too often.
    static final class Exhausted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("Too much backtracking", null, false, false);
        }
    }
}
