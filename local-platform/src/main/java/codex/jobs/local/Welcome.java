package codex.jobs.local;

/// What `up` says once everything runs: where it is, which keys fit, and what to try.
final class Welcome {

    private Welcome() {}

    static String text(Platform platform) {
        var graphql = platform.apiUrl() + "/v2/demo/jobs/graphql";
        return """

        API         %s
        API keys    %s (organization demo), %s (organization acme)
        Addresses   %s

        Try:

          curl -s %s \\
            -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' \\
            -d '{"query":"{ jobs { total items { id name status } } }"}'

        Ctrl-C stops it; the data stays.
        """
                .formatted(
                        graphql,
                        DemoData.DEMO_KEY,
                        DemoData.ACME_KEY,
                        platform.file().path(),
                        graphql,
                        DemoData.DEMO_KEY);
    }
}
