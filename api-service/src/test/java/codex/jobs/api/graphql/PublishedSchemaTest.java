package codex.jobs.api.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What is served against the published page: the same in names, types and nullability.
class PublishedSchemaTest {

    private final Map<String, String> published = members(parse("/published-jobs-api.graphqls"));
    private final Map<String, String> served = members(parse("/graphql/schema.graphqls"));

    @Test
    void everythingPublishedIsServedAsPublished() {
        var missing = new ArrayList<String>();
        published.forEach((member, shape) -> {
            if (served.containsKey(member)) {
                assertThat(served.get(member)).as(member).isEqualTo(shape);
            } else if (served.containsKey(member.split("\\.", 2)[0]) || !member.contains(".")) {
                missing.add(member);
            }
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void publishedInputsHaveNoMoreThanOptionalFieldsBesides() throws IOException {
        var inputs = parse("/graphql/schema.graphqls").getTypes(InputObjectTypeDefinition.class);
        for (var input : inputs) {
            for (InputValueDefinition field : input.getInputValueDefinitions()) {
                var member = input.getName() + "." + field.getName();
                if (published.containsKey(input.getName()) && !published.containsKey(member)) {
                    assertThat(field.getType() instanceof NonNullType).as(member).isFalse();
                }
            }
        }
    }

    static TypeDefinitionRegistry parse(String resource) {
        try (var text = PublishedSchemaTest.class.getResourceAsStream(resource)) {
            return new SchemaParser().parse(new String(text.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `Type` → its kind, or an enum's values; `Type.field` → its arguments and type.
    private static Map<String, String> members(TypeDefinitionRegistry schema) {
        var members = new TreeMap<String, String>();
        for (TypeDefinition<?> type : schema.types().values()) {
            switch (type) {
                case EnumTypeDefinition values ->
                        members.put(
                                type.getName(),
                                values.getEnumValueDefinitions().stream()
                                        .map(EnumValueDefinition::getName)
                                        .toList()
                                        .toString());
                case ObjectTypeDefinition object -> {
                    members.put(type.getName(), "type");
                    object.getFieldDefinitions()
                            .forEach(field ->
                                    members.put(
                                            type.getName() + "." + field.getName(), shape(field)));
                }
                case InputObjectTypeDefinition input -> {
                    members.put(type.getName(), "input");
                    input.getInputValueDefinitions()
                            .forEach(field ->
                                    members.put(
                                            type.getName() + "." + field.getName(),
                                            AstPrinter.printAst(field.getType())));
                }
                default -> {}
            }
        }
        return members;
    }

    private static String shape(FieldDefinition field) {
        var arguments =
                field.getInputValueDefinitions().stream()
                        .map(argument ->
                                argument.getName() + ":" + AstPrinter.printAst(argument.getType()))
                        .toList();
        return arguments + " " + AstPrinter.printAst(field.getType());
    }
}
