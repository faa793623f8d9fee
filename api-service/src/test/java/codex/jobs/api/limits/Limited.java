package codex.jobs.api.limits;

import codex.jobs.api.Api;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/// Limits of one organization, set as operators do it.
public final class Limited {

    private Limited() {}

    public static void set(Api api, String organization, String limit, long value) {
        api.get(MongoTemplate.class)
                .upsert(
                        new Query(Criteria.where("_id").is(organization)),
                        new Update().set("limits." + limit, value),
                        "organizations");
    }
}
