package codex.jobs.worker.handlers;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/// Clients of MongoDB and S3 whose user dies at one of its writes: before it, in the middle of a
/// bulk, or after it. A dead one writes nothing any more, whatever else it was about.
public final class FailingStores {

    public enum Moment {
        BEFORE,
        HALFWAY,
        AFTER
    }

    /// The end of the process, as far as the code under test can tell.
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private static final Set<String> WRITES =
            Set.of(
                    "insertOne",
                    "insertMany",
                    "bulkWrite",
                    "replaceOne",
                    "updateOne",
                    "updateMany",
                    "deleteOne",
                    "deleteMany",
                    "findOneAndUpdate",
                    "findOneAndReplace",
                    "toCollection",
                    "putObject",
                    "deleteObject",
                    "createMultipartUpload",
                    "uploadPart",
                    "completeMultipartUpload");

    private final AtomicInteger writes = new AtomicInteger();
    private volatile int killAt = -1;
    private volatile boolean isDead;
    private volatile Moment moment = Moment.BEFORE;
    private volatile int meanwhileAt = -1;
    private volatile Runnable meanwhile = () -> {};

    /// The write with this number, counted from 1, is the last one.
    public void killAt(int write, Moment when) {
        writes.set(0);
        killAt = write;
        moment = when;
    }

    /// Does something right before the write with this number, counted from 1.
    public void beforeWrite(int write, Runnable meanwhile) {
        writes.set(0);
        meanwhileAt = write;
        this.meanwhile = meanwhile;
    }

    /// Another one lives on.
    public void spare() {
        killAt = -1;
        meanwhileAt = -1;
        isDead = false;
    }

    /// The bean as it is to be used, if it is a client.
    public Object wrap(Object bean) {
        return switch (bean) {
            case MongoClient client -> proxy(MongoClient.class, client);
            case S3Client client -> proxy(S3Client.class, client);
            default -> bean;
        };
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        var isWrite =
                (target instanceof MongoCollection
                                || target instanceof AggregateIterable
                                || target instanceof S3Client)
                        && WRITES.contains(method.getName());
        if (isWrite && isDead) {
            throw new Killed();
        }
        var number = isWrite ? writes.incrementAndGet() : 0;
        if (isWrite && number == meanwhileAt) {
            meanwhile.run();
        }
        var isLast = isWrite && number == killAt;
        if (isLast) {
            isDead = true;
            if (moment == Moment.BEFORE) {
                throw new Killed();
            }
        }
        var all = arguments;
        if (isLast
                && moment == Moment.HALFWAY
                && arguments != null
                && arguments[0] instanceof List<?> list) {
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
            case AggregateIterable<?> found -> proxy(AggregateIterable.class, found);
            case null, default -> result;
        };
    }
}
