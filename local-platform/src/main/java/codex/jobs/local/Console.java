package codex.jobs.local;

/// What the person at the terminal reads.
@SuppressWarnings("SystemOut")
final class Console {

    private Console() {}

    static void say(String line) {
        System.out.println(line);
    }

    static void complain(CannotStart reason) {
        System.err.println(reason.getMessage());
    }
}
