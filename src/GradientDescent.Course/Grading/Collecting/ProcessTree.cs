using System.Globalization;
using System.Runtime.InteropServices;

namespace GradientDescent.Course.Grading.Collecting;

/// <summary>
/// The processes that came from a process, including those whose own parent has ended: on Linux these fall to the nearest process that
/// adopts them, see <see cref="AdoptOrphans"/>. Elsewhere nothing is seen here, and ending a worker's own tree must do.
/// </summary>
internal static class ProcessTree
{
    private const int SetChildSubreaper = 36;
    private const int Kill = 9;
    private const int NoHang = 1;

    /// <summary>From now on orphaned descendants become children of this process instead of the system's first.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    /// <summary>All processes below a process.</summary>
    public static IReadOnlyCollection<int> Below(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var children = All().Where(entry => !entry.IsZombie).ToLookup(entry => entry.Parent, entry => entry.Process);
        var found = new HashSet<int>();
        var next = new Queue<int>([process]);
        while (next.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(found.Add))
            {
                next.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>Processes below a process as the kernel lists them at no cost; one that has just been started may be missed.</summary>
    public static IReadOnlyCollection<int> Glance(int process)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists($"/proc/{process}/task/{process}/children"))
        {
            return Below(process);
        }

        var found = new HashSet<int>();
        var next = new Queue<int>([process]);
        while (next.TryDequeue(out var parent))
        {
            try
            {
                foreach (var thread in Directory.EnumerateDirectories($"/proc/{parent}/task"))
                {
                    foreach (var child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    {
                        var id = int.Parse(child, CultureInfo.InvariantCulture);
                        if (found.Add(id))
                        {
                            next.Enqueue(id);
                        }
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended since it was listed.
            }
        }

        return found;
    }

    /// <summary>Bytes of memory that processes hold.</summary>
    public static long MemoryOf(IEnumerable<int> processes) => processes.Sum(process =>
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            // It has ended since it was listed.
            return 0;
        }
    });

    /// <summary>
    /// Ends all processes below a process but some and what is below those. A process that starts others faster than they end does not escape.
    /// None of them may have been started by this process itself: the runtime wants to be the one that hears of their end.
    /// </summary>
    public static void KillBelow(int process, params IReadOnlyCollection<int> spared)
    {
        for (var round = 0; round < 200; round++)
        {
            var kept = spared.Concat(spared.SelectMany(Below)).ToHashSet();
            var doomed = Below(process).Where(candidate => !kept.Contains(candidate)).ToList();
            if (doomed.Count == 0)
            {
                return;
            }

            foreach (var pid in doomed)
            {
                _ = Signal(pid, Kill);
            }

            foreach (var pid in doomed)
            {
                // An adopted process stays in the table until somebody asks how it ended.
                _ = Wait(pid, 0, NoHang);
            }

            Thread.Sleep(5);
        }
    }

    /// <summary>Ends all processes whose environment names a folder: what is left of a worker when nobody is there to adopt it.</summary>
    public static void KillMarked(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var (process, _, _) in All().Where(entry => !entry.IsZombie && entry.Process != Environment.ProcessId))
        {
            try
            {
                if (File.ReadAllText($"/proc/{process}/environ").Contains($"={folder}/", StringComparison.Ordinal))
                {
                    _ = Signal(process, Kill);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended since it was listed, or is somebody else's.
            }
        }
    }

    private static IEnumerable<(int Process, int Parent, bool IsZombie)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process))
            {
                continue;
            }

            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has ended since it was listed.
                continue;
            }

            // The name stands in parentheses and may hold any character; state and parent follow it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            yield return (process, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0] is "Z" or "X");
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Control(int option, nuint value, nuint unused1, nuint unused2, nuint unused3);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    [DllImport("libc", EntryPoint = "waitpid")]
    private static extern int Wait(int process, nint status, int options);
}
