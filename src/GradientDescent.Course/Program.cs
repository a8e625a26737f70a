using GradientDescent.Course.Commands;
using GradientDescent.Course.Engine.Worker;

// A worker must start in a moment: it is dealt with before anything of the command line is loaded.
return args is [WorkerHost.Command, var pipe] ? WorkerHost.Run(pipe) : await CommandLine.InvokeAsync(args);
