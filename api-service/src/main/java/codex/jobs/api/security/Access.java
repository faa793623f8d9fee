package codex.jobs.api.security;

/// The answer to a credential and an address.
sealed interface Access {

    record Granted(Caller caller) implements Access {}

    /// No credential, or not a valid one.
    record Unauthenticated() implements Access {}

    /// The address names nothing that this credential can see, whether it exists or not.
    record NotFound() implements Access {}
}
