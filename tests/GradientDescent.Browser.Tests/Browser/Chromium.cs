using Microsoft.Playwright;

namespace GradientDescent.Browser.Tests;

/// <summary>One headless browser for all tests of the assembly.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The collection of tests that share the browser.</summary>
    public const string Collection = "chromium";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private static readonly string[] OtherPlaces =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The browser's program, or null when there is none.</summary>
    public static string? Program { get; } = Find();

    /// <summary>Why browser tests are skipped here; null when they run.</summary>
    public static string? WhyNot =>
        Program is not null || Environment.GetEnvironmentVariable("CI") is "true" or "1"
            ? null
            : "No Chromium, Chrome or Edge was found; with Debian or Ubuntu: apt-get install chromium.";

    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            throw new InvalidOperationException(
                "The browser tests need a Chromium on the PATH and none was found. Debian's package is named chromium: apt-get install chromium.");
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            // WebGL without a graphics card, for the 3-D charts.
            Args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    /// <summary>A page of its own, with the network switched off and every complaint collected.</summary>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="dark">What the user prefers.</param>
    public async Task<TestPage> OpenAsync(int width = 900, bool dark = false)
    {
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        return await TestPage.CreateAsync(context);
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix))).Concat(OtherPlaces).FirstOrDefault(File.Exists);
    }
}

/// <summary>Makes xunit start one browser for the collection.</summary>
[CollectionDefinition(Chromium.Collection)]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;
