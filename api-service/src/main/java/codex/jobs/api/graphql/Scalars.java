package codex.jobs.api.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The scalars of the published API (specification 2.1).
final class Scalars {

    private static final GraphQLScalarType DATE_TIME =
            scalar(
                    "DateTime",
                    DateTimeFormat::print,
                    value -> value instanceof String text ? DateTimeFormat.parse(text) : null);

    private static final GraphQLScalarType LONG =
            scalar("Long", LongValue::of, LongValue::ofNumber);

    private static final GraphQLScalarType TIME_SPAN =
            scalar(
                    "TimeSpan",
                    TimeSpanFormat::print,
                    value -> value instanceof String text ? TimeSpanFormat.parse(text) : null);

    private static final GraphQLScalarType ANY = scalar("Any", value -> value, value -> value);

    static final List<GraphQLScalarType> ALL = List.of(DATE_TIME, LONG, TIME_SPAN, ANY);

    private Scalars() {}

    /// @param print null where the value is not of this scalar
    /// @param parse null where the value is not of this scalar
    private static GraphQLScalarType scalar(
            String name,
            Function<Object, @Nullable Object> print,
            Function<Object, @Nullable Object> parse) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new Converted(name, print, parse))
                .build();
    }

    private record Converted(
            String name,
            Function<Object, @Nullable Object> print,
            Function<Object, @Nullable Object> parse)
            implements Coercing<Object, Object> {

        @Override
        public Object serialize(Object value, GraphQLContext context, Locale locale) {
            var printed = print.apply(value);
            if (printed == null) {
                throw new CoercingSerializeException(refusal());
            }
            return printed;
        }

        @Override
        public Object parseValue(Object value, GraphQLContext context, Locale locale) {
            var parsed = parse.apply(value);
            if (parsed == null) {
                throw new CoercingParseValueException(refusal());
            }
            return parsed;
        }

        @Override
        public Object parseLiteral(
                Value<?> literal,
                CoercedVariables variables,
                GraphQLContext context,
                Locale locale) {
            var value = Literal.value(literal, variables);
            var parsed = value == null ? null : parse.apply(value);
            if (parsed == null) {
                throw new CoercingParseLiteralException(refusal());
            }
            return parsed;
        }

        @Override
        public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
            return Literal.of(serialize(value, context, locale));
        }

        private String refusal() {
            return "Not a value of the scalar " + name;
        }
    }
}
