package codex.jobs.stores.content;

import codex.jobs.model.content.ContentField;
import codex.jobs.model.content.ContentModel;
import codex.jobs.model.content.FieldType;
import codex.jobs.model.content.FieldValidations;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/// A model as it is stored (`docs/content-model.md`, "models").
final class ModelDocument {

    private static final Document NOTHING = new Document();

    private ModelDocument() {}

    static ContentModel read(Document document) {
        var id = document.getString("_id");
        var sites = new HashSet<String>();
        for (var site : document.getList("siteConfigurations", Document.class, List.of())) {
            sites.add(site.getString("siteId"));
        }
        return ContentModel.of(
                id,
                document.getString("alias"),
                Objects.requireNonNullElse(document.getString("name"), id),
                document.getString("titleAlias"),
                document.getString("slugAlias"),
                fields(document, "fields"),
                sites);
    }

    static List<ContentField> deletedFields(Document document) {
        return fields(document, "deletedFields");
    }

    private static List<ContentField> fields(Document document, String key) {
        return document.getList(key, Document.class, List.of()).stream()
                .map(ModelDocument::field)
                .toList();
    }

    private static ContentField field(Document field) {
        var alias = field.getString("alias");
        return new ContentField(
                alias,
                Objects.requireNonNullElse(field.getString("name"), alias),
                FieldType.valueOf(field.getString("type")),
                Boolean.TRUE.equals(field.getBoolean("list")),
                validations(field.get("validations", NOTHING)));
    }

    private static FieldValidations validations(Document rules) {
        var pattern = rules.getString("pattern");
        return new FieldValidations(
                Boolean.TRUE.equals(rules.getBoolean("required")),
                Boolean.TRUE.equals(rules.getBoolean("unique")),
                pattern == null ? null : Pattern.compile(pattern),
                integer(rules, "minLength"),
                integer(rules, "maxLength"),
                decimal(rules, "min"),
                decimal(rules, "max"),
                integer(rules, "minItems"),
                integer(rules, "maxItems"),
                rules.getList("allowedValues", Object.class, List.of()).stream()
                        .map(String::valueOf)
                        .toList(),
                rules.getList("models", String.class, List.of()));
    }

    private static @Nullable Integer integer(Document rules, String name) {
        return rules.get(name) instanceof Number number ? number.intValue() : null;
    }

    private static @Nullable BigDecimal decimal(Document rules, String name) {
        return switch (rules.get(name)) {
            case null -> null;
            case Decimal128 number -> number.bigDecimalValue();
            case Number number -> new BigDecimal(number.toString());
            default -> null;
        };
    }
}
