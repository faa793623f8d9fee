package codex.jobs.model.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Which tasks a job consists of, in order (specification 3.1 to 3.8, row "Tasks").
public final class TaskPlan {

    private TaskPlan() {}

    public static List<TaskType> of(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ImportEntries _ ->
                    List.of(
                            TaskType.PROCESS_ENTRIES,
                            TaskType.REINDEX_ENTRIES,
                            TaskType.REINDEX_URLS,
                            TaskType.REINDEX_TAGS);
            case JobSpec.ImportAssets _ ->
                    List.of(TaskType.PROCESS_ASSETS, TaskType.REINDEX_GENERAL);
            case JobSpec.ExportEntries _ -> List.of(TaskType.PROCESS_ENTRIES);
            case JobSpec.CreateEnvironment _ ->
                    List.of(TaskType.CLONE_DATABASE_DATA, TaskType.CLONE_INDEXED_DATA);
            case JobSpec.SyncEnvironments _ ->
                    List.of(TaskType.SYNC_DATABASE_DATA, TaskType.SYNC_INDEXED_DATA);
            case JobSpec.DeleteEnvironment _ -> List.of(TaskType.DELETE_ENVIRONMENT_DATA);
            case JobSpec.CloneSite _ ->
                    List.of(
                            TaskType.CLONE_SITE,
                            TaskType.REINDEX_ENTRIES,
                            TaskType.REINDEX_URLS,
                            TaskType.REINDEX_TAGS,
                            TaskType.REINDEX_GENERAL);
            case JobSpec.DeleteThings delete -> of(delete);
            case JobSpec.DeleteField field -> of(field);
        };
    }

    /// One task for each kind of thing, then the indices in which those things are found. With an
    /// entry goes its address, and its tags are looked at again.
    private static List<TaskType> of(JobSpec.DeleteThings delete) {
        var tasks = new ArrayList<TaskType>();
        var reindex = EnumSet.noneOf(TaskType.class);
        for (var deletion : delete.deletions()) {
            tasks.add(TaskType.DELETE_CONTENT);
            reindex.add(deletion.reindex());
            switch (deletion) {
                case DELETE_ENTRIES -> {
                    reindex.add(TaskType.REINDEX_URLS);
                    reindex.add(TaskType.REINDEX_TAGS);
                }
                case DELETE_SECTIONS -> reindex.add(TaskType.REINDEX_URLS);
                default -> {}
            }
        }
        tasks.addAll(reindex);
        return tasks;
    }

    private static List<TaskType> of(JobSpec.DeleteField field) {
        var tasks = new ArrayList<>(List.of(TaskType.DELETE_CONTENT, TaskType.REINDEX_ENTRIES));
        switch (field.fieldType()) {
            case URL -> tasks.add(TaskType.REINDEX_URLS);
            case TAG -> tasks.add(TaskType.REINDEX_TAGS);
            default -> {}
        }
        return tasks;
    }
}
