package codex.jobs.stores.content;

import static org.assertj.core.api.Assertions.assertThat;

import codex.jobs.embedded.Part;
import codex.jobs.model.content.ContentKind;
import codex.jobs.model.filter.ContentFields;
import codex.jobs.model.filter.FilterFinding.Code;
import codex.jobs.model.filter.FilterMode;
import codex.jobs.model.filter.Filters;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Scope;
import codex.jobs.stores.Stores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("the fields that a filter may name")
class FieldsOfModelsIT {

    private static final Scope SCOPE =
            new Scope(new OrganizationId("models"), new EnvironmentId("main"), 1);

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    @Test
    void areThoseOfTheModelsThatAreNotDeleted() {
        stores.get(ContentWriter.class)
                .insertMissing(
                        SCOPE,
                        ContentKind.MODELS,
                        List.of(
                                model("shop", 1, "price", "DECIMAL"),
                                model("old", 2, "weight", "DECIMAL"),
                                model("next", 3, "size", "DECIMAL")));

        var fields = ContentFields.of(stores.get(ContentReader.class).models(SCOPE));

        assertThat(mistakes("price", fields)).isEmpty();
        assertThat(mistakes("size", fields)).isEmpty();
        assertThat(mistakes("weight", fields)).containsExactly(Code.UNKNOWN_FIELD);
    }

    private static List<Code> mistakes(String alias, ContentFields fields) {
        var filter = "{\"content\":{\"" + alias + "\":{\"Gt\":1}}}";
        return Filters.parse(filter, FilterMode.STRICT, fields).errors().stream()
                .map(error -> error.code())
                .toList();
    }

    private static Map<String, Object> model(String id, int status, String field, String type) {
        return Map.of(
                "_id",
                id,
                "alias",
                id,
                "status",
                status,
                "fields",
                List.of(Map.of("alias", field, "type", type)));
    }
}
