using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Starts processes that write, make, move and delete files in one folder only and end no process but their own: they and all that they
/// start, for good, also those of root. The Linux kernel sees to it (Landlock: files from 5.13 on, processes from 6.12 on); elsewhere nothing
/// is confined. Reading, the network, and the permissions of files are not dealt with.
/// </summary>
/// <remarks>Source: the kernel's documentation, userspace-api/landlock; the numbers are those of linux/landlock.h.</remarks>
public static class Confinement
{
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const int AskForVersion = 1;
    private const int BeneathPath = 1;
    private const int NoNewPrivileges = 38;
    private const int OnlyPathAndNotInherited = 0x28_0000;

    // Write to a file, remove a folder or a file, make a device, folder, file, socket, pipe, block device or link.
    private const ulong Changes = (1 << 1) | (0b1_1111_1111 << 4);
    private const ulong MovingElsewhere = 1 << 13;
    private const ulong WritingAndCutting = (1 << 1) | Cutting;
    private const ulong Cutting = 1 << 14;
    private const ulong AbstractSocketsAndSignals = 0b11;

    /// <summary>The version of Landlock that the system has; 0 where there is none.</summary>
    public static int Version { get; } = OperatingSystem.IsLinux() ? (int)Math.Max(0, Call(CreateRuleset, null, 0, AskForVersion)) : 0;

    /// <summary>Whether files outside the folder are safe from them.</summary>
    public static bool ProtectsFiles => Version >= 1;

    /// <summary>Whether other processes are safe from them.</summary>
    public static bool ProtectsProcesses => Version >= 6;

    /// <exception cref="Win32Exception">The system could start no process, or not confine it.</exception>
    public static Process Start(ProcessStartInfo start, string folder)
    {
        if (!ProtectsFiles)
        {
            return Process.Start(start)!;
        }

        // What a thread is denied it hands on to what it starts, and cannot have back: so this is the last thing that it does.
        Process? process = null;
        ExceptionDispatchInfo? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                Confine(folder);
                process = Process.Start(start);
            }
            catch (Win32Exception exception)
            {
                problem = ExceptionDispatchInfo.Capture(exception);
            }
        })
        { Name = "confined" };
        thread.Start();
        thread.Join();
        problem?.Throw();
        return process!;
    }

    private static void Confine(string folder)
    {
        var denied = Changes | (Version >= 2 ? MovingElsewhere : 0) | (Version >= 3 ? Cutting : 0);
        // Older kernels know a shorter form.
        ulong[] attributes = Version switch
        {
            >= 6 => [denied, 0, AbstractSocketsAndSignals],
            >= 4 => [denied, 0],
            _ => [denied],
        };
        using var rules = new SafeFileHandle(Done(Call(CreateRuleset, attributes, attributes.Length * sizeof(ulong), 0)), ownsHandle: true);
        Allow(rules, denied, folder);
        Allow(rules, denied & WritingAndCutting, "/dev/null");
        Done(Control(NoNewPrivileges, 1, 0, 0, 0));
        Done(Call(RestrictSelf, rules, 0));
    }

    private static void Allow(SafeFileHandle rules, ulong rights, string path)
    {
        using var place = new SafeFileHandle(Done(Open(path, OnlyPathAndNotInherited)), ownsHandle: true);
        var rule = new PathRule(rights, (int)place.DangerousGetHandle());
        Done(Call(AddRule, rules, BeneathPath, in rule, 0));
    }

    private static nint Done(nint answer) => answer >= 0 ? answer : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Call(nint number, ulong[]? attributes, nint size, nint flags);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Call(nint number, SafeFileHandle rules, nint type, in PathRule rule, nint flags);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Call(nint number, SafeFileHandle rules, nint flags);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static extern int Control(int option, nuint value, nuint unused1, nuint unused2, nuint unused3);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly struct PathRule(ulong rights, int place)
    {
        private readonly ulong rights = rights;
        private readonly int place = place;
    }
}
