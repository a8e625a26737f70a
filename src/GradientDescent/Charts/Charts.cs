namespace GradientDescent;

/// <summary>Makes charts appear.</summary>
public static class Charts
{
    /// <summary>
    /// What a notebook's first code cell ends with: its output brings plotly.js, once for all charts of the notebook, those that were saved
    /// with it included. From <c>notebooks/lib</c> when the build put it there, which needs no internet; else from a public server.
    /// </summary>
    /// <param name="threeD">Also bring the build for 3-D charts (another 1.8 MB), in notebooks that have some.</param>
    public static ChartSetup Load(bool threeD = false) => new(BrowserLibraries.Find(), threeD);
}
