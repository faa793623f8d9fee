package codex.jobs.model.job;

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
        };
    }
}
