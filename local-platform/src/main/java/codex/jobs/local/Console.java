package codex.jobs.local;

/// What the person at the terminal reads.
@SuppressWarnings("SystemOut")
final class Console {

    private Console() {}

    static void say(String line) {
        System.out.println(line);
    }

    static void complain(RuntimeException reason) {
        System.err.println(reason.getMessage());
    }
}
