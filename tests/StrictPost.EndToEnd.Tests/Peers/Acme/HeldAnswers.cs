using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>Keeps an authority waiting for its answer until it is let go.</summary>
internal sealed class HeldAnswers(IChallengeAnswers answers) : IChallengeAnswers, IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the authority asks.</summary>
    public Task Asked => _asked.Task;

    public void LetGo() => _letGo.TrySetResult();

    public async ValueTask<string?> FindHttpAsync(string host, string token, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await answers.FindHttpAsync(host, token, cancellationToken);
    }

    public async ValueTask<HostCertificate?> FindTlsAlpnAsync(string host, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await answers.FindTlsAlpnAsync(host, cancellationToken);
    }

    public void Dispose() => LetGo();

    private Task WaitAsync(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return _letGo.Task.WaitAsync(cancellationToken);
    }
}
