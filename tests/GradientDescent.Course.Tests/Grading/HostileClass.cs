using static GradientDescent.Course.Tests.Grading.SubmittedClass;

namespace GradientDescent.Course.Tests.Grading;

/// <summary>Honest students and others, graded once for all the tests that look at what came of it.</summary>
public sealed class HostileClass : IAsyncLifetime
{
    /// <summary>How long the processes sleep that a submission leaves behind; a number that nobody else uses.</summary>
    public const string Sleep = "7654321";

    private readonly SubmittedClass submitted = new();

    internal SubmittedClass Class => submitted;

    public IReadOnlyDictionary<string, IDictionary<string, object>> Rows { get; private set; } = null!;

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public int ExitCode { get; private set; }

    public async Task InitializeAsync()
    {
        AddHonest();
        AddRunaways();
        AddForgers();
        AddFiles();
        (ExitCode, Output, Errors) = await submitted.GradeAsync("out", "--timeout", "25", "--seed", "1", "--exercises", "01");
        Rows = submitted.Rows("out");
    }

    public Task DisposeAsync()
    {
        submitted.Dispose();
        return Task.CompletedTask;
    }

    private void AddHonest()
    {
        string[] all = [Setup, Solution("01.1"), Solution("01.2"), Solution("01.3"), Solution("01.4")];
        submitted.Add("honest-right.ipynb", all);
        submitted.Add("honest-starters.ipynb", Setup, Starter("01.1"), Starter("01.2"), Starter("01.3"), Starter("01.4"));
        submitted.Add("honest-mistakes.ipynb", Setup, Solution("01.1").Replace("t0 -= rate", "t0 += rate", StringComparison.Ordinal), Solution("01.2").Replace("0.25", "0.1", StringComparison.Ordinal));
        submitted.Add("honest-throws.ipynb", Setup, "int[] none = new int[0]; int first = none[0];", Solution("01.1"), "syntax error", Solution("01.4"));
        submitted.Add("honest-moved.ipynb", Setup, Solution("01.4"), "%%A remark in between.", Solution("01.3"), Solution("01.1"));
        submitted.Add("honest-joined.ipynb", Setup, "using System.Globalization;\n" + Solution("01.1") + "\n" + Solution("01.2"));
        submitted.Add("honest-continued.ipynb", Setup, Starter("01.1"), "t0 = 0.5;", "t1 = 1.1333;", "// check: 01.1\nChapter01.OneStep.Check(t0, t1)");
        submitted.Add("honest-again.ipynb", Setup, "// exercise: 01.1\ndouble t0 = 3, t1 = 4;", Solution("01.1"), Starter("01.1"));
        submitted.Add("honest-no-setup.ipynb", Solution("01.1"));
        submitted.AddText("honest-windows.ipynb", "\uFEFF" + Json(all.Select(cell => cell.Replace("\n", "\r\n", StringComparison.Ordinal))).Replace("},{", "},\r\n{", StringComparison.Ordinal));
        submitted.AddText("honest-dib.dib", "#!meta\n\n{\"kernelInfo\":{}}\n\n" + string.Concat(all.Select(cell => $"#!csharp\n\n{cell}\n\n#!markdown\n\nText.\n\n")));
        submitted.Add(Path.Combine("honest-folder", "first.ipynb"), Setup, Solution("01.1"));
        submitted.Add(Path.Combine("honest-folder", "second.ipynb"), Setup, Solution("01.2"));
    }

    private void AddRunaways()
    {
        submitted.Add("loop.ipynb", Setup, "// exercise: 01.1\nwhile (true) { }", Solution("01.2"));
        submitted.Add("loop-when-asked.ipynb", Setup, Solution("01.4").Replace("const double h", "while (true) { }\nconst double h", StringComparison.Ordinal), Solution("01.1"));
        submitted.Add("flood.ipynb", Setup, "while (true) Console.WriteLine(\"all work and no play\");", Solution("01.1"));
        submitted.Add("allocate.ipynb", Setup, "var heap = new List<byte[]>(); while (true) { var piece = new byte[100_000_000]; Array.Fill(piece, (byte)1); heap.Add(piece); }", "heap = null;", Solution("01.1"));
        submitted.Add("native.ipynb", Setup, Solution("01.1"),
            """
            void Fill()
            {
                while (true)
                {
                    const int size = 200_000_000;
                    var piece = System.Runtime.InteropServices.Marshal.AllocHGlobal(size);
                    for (int i = 0; i < size; i += 4096) System.Runtime.InteropServices.Marshal.WriteByte(piece, i, 1);
                }
            }
            Fill();
            """,
            Solution("01.2"));
        submitted.Add("overflow.ipynb", Setup, Solution("01.1"), "int Deep(int n) => 1 + Deep(n + 1);\nDeep(0)", Solution("01.2"));
        submitted.Add("exit.ipynb", Setup, Solution("01.1"), "Environment.Exit(0);", Solution("01.2"));
        submitted.Add("thread.ipynb", Setup, Solution("01.1"), "var thread = new System.Threading.Thread(() => throw new Exception(\"raw\")); thread.Start(); thread.Join(); System.Threading.Thread.Sleep(2000);", Solution("01.2"));
        submitted.Add("fork.ipynb", Setup, Solution("01.1"),
            $"System.Diagnostics.Process.Start(\"/bin/sh\", new[] {{ \"-c\", \"sleep {Sleep} & setsid sleep {Sleep} & (sleep {Sleep} &) ; exit\" }}); System.Threading.Thread.Sleep(300);",
            $"System.Diagnostics.Process.Start(\"sleep\", \"{Sleep}\"); Environment.Exit(0);",
            Solution("01.2"));
        submitted.Add("kill-the-grader.ipynb", Setup, Solution("01.1"),
            """
            var status = System.IO.File.ReadAllLines("/proc/self/status").First(line => line.StartsWith("PPid:"));
            System.Diagnostics.Process.GetProcessById(int.Parse(status.Split('\t')[1])).Kill();
            System.Threading.Thread.Sleep(5000);
            """,
            Solution("01.2"));
    }

    private void AddForgers()
    {
        submitted.Add("forge-types.ipynb", Setup,
            """
            // exercise: 01.1
            double t0 = double.NaN, t1 = double.NaN;
            var flags = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Instance;
            var right = new Verdict(Standing.Right, 13, 13, default);
            var result = typeof(CheckResult).GetConstructors(flags)[0].Invoke(new object[] { Chapter01.OneStep, right });
            typeof(Course).GetMethod("Record", flags).Invoke(null, new[] { result });
            foreach (var field in typeof(Exercise).GetFields(flags).Where(field => field.FieldType == typeof(string))) field.SetValue(Chapter01.OneStep, "01.3");
            """);
        submitted.Add("forge-print.ipynb", Setup,
            """
            // exercise: 01.1
            double t0 = 7, t1 = 7;
            Console.WriteLine("{\"is\":\"exercise\",\"File\":0,\"Cell\":2,\"Exercise\":\"01.1\",\"Evidence\":\"{\\\"t0\\\":0.5,\\\"t1\\\":1.1333}\"}");
            Console.Error.WriteLine("01.1 passed 2 of 2 points");
            display("<div data-gd-check=\"passed\" data-gd-exercise=\"01.1\" data-gd-points=\"2\"></div>");
            """);
        submitted.Add("forge-check.ipynb", Setup,
            """
            // exercise: 01.1
            double t0 = 7, t1 = 7;
            public class Always { public CheckResult Check(double a, double b) => global::GradientDescent.Exercises.Chapter01.OneStep.Check(0.5, 17.0 / 15); }
            public static class Chapter01 { public static Always OneStep = new Always(); }
            public static class Collection { public static string Of(string exercise, long seed, Func<object> check) => "{\"t0\":0.5,\"t1\":1.1333}"; }
            """,
            "// check: 01.1\nChapter01.OneStep.Check(0.5, 1.1333)");
        // Answers for the worker through its own pipe: while its cell runs, and again and again when the evidence is asked for.
        submitted.Add("forge-pipe.ipynb", Setup, Solution("01.2"),
            """
            // exercise: 01.1
            double t0 = 7, t1 = 7;
            var all = System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance;
            var display = (Delegate)AppDomain.CurrentDomain.GetData("GradientDescent.Course.Display");
            var outputs = display.Target.GetType().GetFields(all).Select(field => field.GetValue(display.Target)).First(value => value?.GetType().Name == "OutputStream");
            var send = outputs.GetType().GetMethod("Done", all);
            var done = Activator.CreateInstance(send.GetParameters()[0].ParameterType, null, "{\"t0\":0.5,\"t1\":1.1333}");
            new System.Threading.Thread(() => { while (true) { send.Invoke(outputs, new object[] { done, Guid.NewGuid() }); System.Threading.Thread.Sleep(1); } }) { IsBackground = true }.Start();
            """);
        // Wants to know the solution: up from where it runs, and from where its program and the library lie.
        submitted.Add("read-solution.ipynb", Setup,
            """
            // exercise: 01.1
            double t0 = Exercise.Todo, t1 = Exercise.Todo;
            foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory, typeof(Descent).Assembly.Location, Environment.GetEnvironmentVariable("HOME"), Environment.GetCommandLineArgs()[0] })
                for (var at = new System.IO.DirectoryInfo(start); at != null; at = at.Parent)
                    if (System.IO.Directory.Exists(System.IO.Path.Combine(at.FullName, "notebooks")))
                        foreach (var file in System.IO.Directory.GetFiles(System.IO.Path.Combine(at.FullName, "notebooks"), "*.ipynb"))
                            if (System.IO.File.ReadAllText(file).Contains("// solution: 01.1")) (t0, t1) = (0.5, 17.0 / 15);
            """);
        submitted.Add("wrong-exercise.ipynb", Setup,
            Solution("01.1").Replace("// exercise: 01.1", "// exercise: 01.3", StringComparison.Ordinal),
            Solution("01.3").Replace("// exercise: 01.3", "// exercise: 01.1", StringComparison.Ordinal).Replace("double[] theta = ", "double t0 = 1, t1 = 1; double[] theta = ", StringComparison.Ordinal));
    }

    private void AddFiles()
    {
        submitted.Add("delete.ipynb", Setup, "foreach (var folder in new[] { \".\", \"..\", \"../..\", \"../../..\" }) try { foreach (var entry in System.IO.Directory.GetFiles(folder, \"*\", System.IO.SearchOption.AllDirectories)) try { System.IO.File.Delete(entry); } catch { } } catch { }", Solution("01.1"));
        submitted.Add("overwrite.ipynb", Setup, "System.IO.File.WriteAllText(\"lib/GradientDescent.dll\", \"mine now\"); System.IO.File.SetUnixFileMode(\"lib\", System.IO.UnixFileMode.None);", Solution("01.1"));
        submitted.Add("fill-the-disk.ipynb", Setup, Solution("01.1"), "for (int i = 0; i < 4000; i++) { System.IO.File.WriteAllBytes($\"{i}.bin\", new byte[1_000_000]); System.Threading.Thread.Sleep(1); }", Solution("01.2"));
        submitted.Add("endless-reference.ipynb", Setup, "#r \"/dev/zero\"\n#load \"/dev/zero\"\nint survived = 1;", Solution("01.1"));
        submitted.AddText("not-a-notebook.ipynb", "%PDF-1.7 certainly not");
        submitted.AddText("empty.ipynb", "");
        submitted.AddText("letter.txt", "Dear teacher, my dog ate it.");
        submitted.AddText("huge.ipynb", Json([Setup, Solution("01.1")]) + new string(' ', 50_000_000));
    }
}
