package codex.jobs.api.graphql;

import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// A literal in a document ↔ the value it stands for.
final class Literal {

    private Literal() {}

    static @Nullable Object value(Value<?> literal, CoercedVariables variables) {
        return switch (literal) {
            case StringValue text -> text.getValue();
            case IntValue number -> number.getValue();
            case FloatValue number -> number.getValue();
            case BooleanValue truth -> truth.isValue();
            case EnumValue name -> name.getName();
            case VariableReference variable -> variables.get(variable.getName());
            case ArrayValue list -> list(list, variables);
            case ObjectValue object -> object(object, variables);
            default -> null;
        };
    }

    private static Object list(ArrayValue list, CoercedVariables variables) {
        var values = new ArrayList<@Nullable Object>();
        for (Value<?> element : list.getValues()) {
            values.add(value(element, variables));
        }
        return values;
    }

    private static Object object(ObjectValue object, CoercedVariables variables) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        for (ObjectField field : object.getObjectFields()) {
            fields.put(field.getName(), value(field.getValue(), variables));
        }
        return fields;
    }

    static Value<?> of(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.of();
            case Boolean truth -> BooleanValue.of(truth);
            case Long number -> new IntValue(BigInteger.valueOf(number));
            case Integer number -> IntValue.of(number);
            case BigInteger number -> new IntValue(number);
            case Number number -> new FloatValue(new BigDecimal(number.toString()));
            default -> StringValue.of(value.toString());
        };
    }
}
