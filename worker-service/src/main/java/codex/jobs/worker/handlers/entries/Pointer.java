package codex.jobs.worker.handlers.entries;

/// JSON pointers (RFC 6901), grown step by step.
final class Pointer {

    private Pointer() {}

    static String to(String parent, String key) {
        return parent + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String to(String parent, int index) {
        return parent + "/" + index;
    }
}
