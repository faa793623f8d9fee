package codex.jobs.api.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is served against the specified schema: everything in it, with the same types, nullability,
/// arguments and defaults. More may be served, as long as nobody has to know of it.
class SpecifiedSchemaTest {

    private static final String NEEDED = "needs ";

    private final Map<String, String> specified = members("/specified-jobs-api.graphqls");
    private final Map<String, String> served = members("/graphql/schema.graphqls");

    @Test
    void everythingSpecifiedIsServedAsSpecified() {
        assertThat(served).containsAllEntriesOf(specified);
    }

    @Test
    void whatIsServedBesidesNeedNotBeGiven() {
        var needed =
                served.entrySet().stream()
                        .filter(member -> member.getValue().startsWith(NEEDED))
                        .map(Map.Entry::getKey)
                        .filter(member -> !specified.containsKey(member))
                        .filter(member -> specified.containsKey(owner(member)))
                        .toList();

        assertThat(needed).isEmpty();
    }

    /// `Input` of `Input.field`, `Type.field` of `Type.field(argument)`.
    private static String owner(String member) {
        var end = member.endsWith(")") ? member.indexOf('(') : member.indexOf('.');
        return end < 0 ? "" : member.substring(0, end);
    }

    /// `Type`, `Type.field`, `Type.field(argument)`, `Input.field` and `Enum.VALUE`, each with all
    /// that is said about it.
    private static Map<String, String> members(String resource) {
        var members = new TreeMap<String, String>();
        var schema = PublishedSchemaTest.parse(resource);
        schema.scalars().keySet().forEach(name -> members.put(name, "scalar"));
        for (TypeDefinition<?> type : schema.types().values()) {
            var name = type.getName();
            switch (type) {
                case EnumTypeDefinition values -> {
                    members.put(name, "enum");
                    values.getEnumValueDefinitions()
                            .forEach(value -> members.put(name + "." + value.getName(), "value"));
                }
                case ObjectTypeDefinition object -> {
                    members.put(name, "type");
                    object.getFieldDefinitions().forEach(field -> add(members, name, field));
                }
                case InputObjectTypeDefinition input -> {
                    members.put(name, "input");
                    input.getInputValueDefinitions()
                            .forEach(field ->
                                    members.put(name + "." + field.getName(), shape(field)));
                }
                default -> throw new IllegalStateException("Not compared: " + name);
            }
        }
        return members;
    }

    private static void add(Map<String, String> members, String type, FieldDefinition field) {
        var member = type + "." + field.getName();
        members.put(member, AstPrinter.printAst(field.getType()));
        field.getInputValueDefinitions()
                .forEach(argument ->
                        members.put(member + "(" + argument.getName() + ")", shape(argument)));
    }

    private static String shape(InputValueDefinition given) {
        var type = AstPrinter.printAst(given.getType());
        if (given.getDefaultValue() != null) {
            return type + " = " + AstPrinter.printAst(given.getDefaultValue());
        }
        return given.getType() instanceof NonNullType ? NEEDED + type : type;
    }
}
