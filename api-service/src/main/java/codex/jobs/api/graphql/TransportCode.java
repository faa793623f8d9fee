package codex.jobs.api.graphql;

/// The codes of what is wrong with a request before any field is asked: those of the published
/// server's framework (specification 2.4).
final class TransportCode {

    static final String INVALID_REQUEST = "HC0009";
    static final String BODY_TOO_LARGE = "HC0010";
    static final String SYNTAX_ERROR = "HC0011";
    static final String NO_QUERY = "HC0013";
    static final String INVALID_VALUE = "HC0016";
    static final String NULL_WHERE_NONE_MAY_BE = "HC0018";
    static final String TIMEOUT = "HC0045";
    static final String INTROSPECTION_NOT_ALLOWED = "HC0046";
    static final String TOO_COMPLEX = "HC0047";
    static final String CANCELLED = "HC0049";

    static final String NOT_AUTHENTICATED = "AUTH_NOT_AUTHENTICATED";

    private TransportCode() {}
}
