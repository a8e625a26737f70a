using GradientDescent.Course.Commands;
using GradientDescent.Course.Engine.Worker;
using GradientDescent.Course.Grading.Collecting;

// A worker must start in a moment: it is dealt with before anything of the command line is loaded.
return args switch
{
    [WorkerHost.Command, var pipe] => WorkerHost.Run(pipe),
    [CollectorHost.Command, var root, var data] => await CollectorHost.RunAsync(root, data),
    _ => await CommandLine.InvokeAsync(args),
};
