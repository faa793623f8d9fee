package codex.jobs.worker.handlers.entries;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;

/// A MongoDB client whose user dies at one of its writes: before it, in the middle of a bulk, or
/// after it.
final class FailingMongo {

    enum Moment {
        BEFORE,
        HALFWAY,
        AFTER
    }

    /// The end of the process, as far as the code under test can tell.
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private static final Set<String> WRITES =
            Set.of(
                    "insertOne",
                    "insertMany",
                    "bulkWrite",
                    "replaceOne",
                    "updateOne",
                    "deleteOne",
                    "deleteMany",
                    "findOneAndUpdate",
                    "findOneAndReplace");

    private int writes;
    private int killAt = -1;
    private Moment moment = Moment.BEFORE;

    /// The write with this number, counted from 1, is the last one.
    void killAt(int write, Moment when) {
        writes = 0;
        killAt = write;
        moment = when;
    }

    void spare() {
        killAt = -1;
    }

    MongoClient wrap(MongoClient client) {
        return proxy(MongoClient.class, client);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        var isWrite = target instanceof MongoCollection && WRITES.contains(method.getName());
        var isLast = isWrite && ++writes == killAt;
        if (isLast && moment == Moment.BEFORE) {
            throw new Killed();
        }
        var all = arguments;
        if (isLast && moment == Moment.HALFWAY && arguments[0] instanceof List<?> list) {
            if (list.size() < 2) {
                throw new Killed();
            }
            all = arguments.clone();
            all[0] = list.subList(0, list.size() / 2);
        }
        Object result;
        try {
            result = method.invoke(target, all);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (isLast) {
            throw new Killed();
        }
        return switch (result) {
            case MongoDatabase database -> proxy(MongoDatabase.class, database);
            case MongoCollection<?> collection -> proxy(MongoCollection.class, collection);
            case null, default -> result;
        };
    }
}
