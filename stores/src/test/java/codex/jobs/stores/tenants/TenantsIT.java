package codex.jobs.stores.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import codex.jobs.embedded.Part;
import codex.jobs.model.tenant.Actor;
import codex.jobs.model.tenant.Environment;
import codex.jobs.model.tenant.EnvironmentAlias;
import codex.jobs.model.tenant.EnvironmentId;
import codex.jobs.model.tenant.EnvironmentStatus;
import codex.jobs.model.tenant.OrganizationId;
import codex.jobs.model.tenant.Role;
import codex.jobs.stores.Any;
import codex.jobs.stores.Stores;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

class TenantsIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final OrganizationId ACME = new OrganizationId("acme");
    private static final OrganizationId OTHER = new OrganizationId("other");

    @RegisterExtension static final Stores stores = Stores.with(Part.MONGODB);

    private final MongoTemplate mongo = stores.get(MongoTemplate.class);
    private final OrganizationStore organizations = stores.get(OrganizationStore.class);
    private final ApiKeyStore keys = stores.get(ApiKeyStore.class);
    private final EnvironmentStore environments = stores.get(EnvironmentStore.class);

    @BeforeEach
    void nobody() {
        for (var collection : new String[] {"organizations", "apiKeys", "environments"}) {
            mongo.remove(new Query(), collection);
        }
    }

    @Test
    void organizationsAreListedById() {
        var acme = new Organization(ACME, null, NOW);
        var other = new Organization(OTHER, "The others", NOW);
        organizations.insert(other);
        organizations.insert(acme);

        assertThat(organizations.find(ACME)).contains(acme);
        assertThat(organizations.find(new OrganizationId("nobody"))).isEmpty();
        assertThat(organizations.list()).containsExactly(acme, other);
        assertThatThrownBy(() -> organizations.insert(acme))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void keyIsFoundByItsToken() {
        var key = key("secret", null, null);
        keys.insert(key);

        assertThat(keys.findByToken("secret")).contains(key);
        assertThat(keys.findByToken("Secret")).isEmpty();
    }

    @Test
    void tokenIsNotStored() {
        keys.insert(key("secret", NOW, null));

        var stored = mongo.findAll(Document.class, "apiKeys").getFirst();

        assertThat(stored.toJson()).doesNotContain("\"secret\"");
        assertThat(stored.getString("_id"))
                .isEqualTo("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
    }

    @Test
    void keyWithoutAPublicIdHasAlwaysTheSame() {
        for (var token : new String[] {"one", "two"}) {
            keys.insert(key(token, null, null));
        }
        mongo.updateMulti(new Query(), new Update().unset("publicId"), "apiKeys");

        var one = keys.findByToken("one").orElseThrow();

        assertThat(one.publicId()).matches("[0-9a-f]{16}");
        assertThat(one.id()).doesNotContain(one.publicId());
        assertThat(keys.findByToken("one").orElseThrow().publicId()).isEqualTo(one.publicId());
        assertThat(keys.findByToken("two").orElseThrow().publicId()).isNotEqualTo(one.publicId());
    }

    @Test
    void keyEndsWhenItExpiresOrIsRevoked() {
        assertThat(key("a", null, null).isValidAt(NOW)).isTrue();
        assertThat(key("a", NOW, null).isValidAt(NOW)).isFalse();
        assertThat(key("a", NOW.plusMillis(1), null).isValidAt(NOW)).isTrue();
        assertThat(key("a", null, NOW).isValidAt(NOW)).isFalse();
    }

    @Test
    void everyEnvironmentComesBackAsItWas() {
        var seed = System.nanoTime();
        var any = new Any(seed);

        for (int i = 0; i < 200; i++) {
            var environment = any.of(Environment.class);
            environments.insert(environment);
            assertThat(environments.find(environment.organization(), environment.id()))
                    .as("seed %d", seed)
                    .contains(environment);
        }
    }

    @Test
    void environmentIsFoundByIdAliasOrAsTheDefault() {
        var main = environment(ACME, "env1", "main", true);
        var branch = environment(ACME, "env2", "branch", false);
        var theirs = environment(OTHER, "env1", "main", true);
        environments.insert(main);
        environments.insert(branch);
        environments.insert(theirs);

        assertThat(environments.find(ACME, new EnvironmentId("env1"))).contains(main);
        assertThat(environments.find(OTHER, new EnvironmentId("env1"))).contains(theirs);
        assertThat(environments.find(OTHER, new EnvironmentId("env2"))).isEmpty();
        assertThat(environments.findByAlias(ACME, new EnvironmentAlias("BRANCH"))).contains(branch);
        assertThat(environments.findByAlias(OTHER, new EnvironmentAlias("branch"))).isEmpty();
        assertThat(environments.defaultOf(ACME)).contains(main);
        assertThat(environments.list(ACME)).containsExactly(branch, main);
    }

    @Test
    void aliasIsUniqueInItsOrganization() {
        environments.insert(environment(ACME, "env1", "main", true));
        environments.insert(environment(OTHER, "env2", "main", true));

        assertThatThrownBy(() -> environments.insert(environment(ACME, "env3", "main", false)))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void fieldsAreStoredOnceAndUnderTheModelsNames() {
        environments.insert(environment(ACME, "env1", "main", true));
        keys.insert(key("secret", null, null));

        assertThat(mongo.findAll(Document.class, "environments").getFirst().keySet())
                .containsExactlyInAnyOrder(
                        "_id",
                        "organization",
                        "alias",
                        "status",
                        "isDefault",
                        "activeGeneration",
                        "createdAt");
        assertThat(mongo.findAll(Document.class, "apiKeys").getFirst())
                .containsEntry("actor", new Document("_id", "apikey:1").append("isApiKey", true));
    }

    private static ApiKey key(
            String token, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {
        return new ApiKey(
                ApiKey.digest(token),
                "key-1",
                ACME,
                Actor.named("apikey:1", true, null, null),
                Role.EDITOR,
                NOW,
                expiresAt,
                revokedAt);
    }

    private static Environment environment(
            OrganizationId organization, String id, String alias, boolean isDefault) {
        return new Environment(
                new EnvironmentId(id),
                organization,
                new EnvironmentAlias(alias),
                null,
                EnvironmentStatus.READY,
                isDefault,
                1,
                null,
                NOW,
                null,
                null);
    }
}
