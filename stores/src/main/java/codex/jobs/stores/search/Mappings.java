package codex.jobs.stores.search;

import org.opensearch.client.opensearch._types.mapping.DynamicMapping;
import org.opensearch.client.opensearch._types.mapping.TypeMapping;

/// What the indices know of their documents: the fields by which content is found. Everything else
/// is kept but not indexed, so that tenants' fields can never clash or use up an index.
final class Mappings {

    /// The title as it is, beside its words.
    static final String EXACT = "exact";

    /// A keyword has at most 32,766 bytes, and a character up to four.
    private static final int LONGEST_KEYWORD = 8_191;

    private Mappings() {}

    static TypeMapping of(SearchIndex index) {
        var mapping = new TypeMapping.Builder().dynamic(DynamicMapping.False);
        switch (index) {
            case ENTRIES -> {
                for (var name :
                        new String[] {
                            "id",
                            "siteId",
                            "modelId",
                            "modelAlias",
                            "externalId",
                            "versionId",
                            "labels",
                            "createdBy",
                            "updatedBy",
                            "tags",
                            "references"
                        }) {
                    mapping.properties(name, field -> field.keyword(key -> key.ignoreAbove(512)));
                }
                mapping.properties("status", field -> field.integer(number -> number));
                mapping.properties(
                        "slug", field -> field.keyword(key -> key.ignoreAbove(LONGEST_KEYWORD)));
                mapping.properties(
                        "title",
                        field ->
                                field.text(text ->
                                        text.fields(
                                                EXACT,
                                                exact ->
                                                        exact.keyword(key ->
                                                                key.ignoreAbove(
                                                                        LONGEST_KEYWORD)))));
                mapping.properties("text", field -> field.text(text -> text));
                for (var name :
                        new String[] {
                            "createdAt",
                            "updatedAt",
                            "publishedAt",
                            "firstPublishedAt",
                            "unpublishedAt"
                        }) {
                    mapping.properties(name, field -> field.date(date -> date));
                }
            }
            case URLS, TAGS, GENERAL -> {
                for (var name :
                        new String[] {
                            "kind",
                            "siteId",
                            "url",
                            "entityType",
                            "entityId",
                            "name",
                            "key",
                            "externalId",
                            "alias"
                        }) {
                    mapping.properties(name, field -> field.keyword(key -> key.ignoreAbove(2_048)));
                }
                mapping.properties("title", field -> field.text(text -> text));
                mapping.properties("createdAt", field -> field.date(date -> date));
            }
        }
        return mapping.build();
    }
}
