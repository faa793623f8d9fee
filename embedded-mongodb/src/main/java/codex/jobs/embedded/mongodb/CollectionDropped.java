package codex.jobs.embedded.mongodb;

import de.bwaldvogel.mongo.exception.MongoServerError;

/// A write met a collection that was dropped meanwhile. Done again, it creates the collection anew.
final class CollectionDropped extends MongoServerError {

    private static final long serialVersionUID = 1L;

    CollectionDropped(String collection) {
        super(175, "QueryPlanKilled", "The collection " + collection + " was dropped");
    }
}
